/**
 * What each job can be given, apart from any command line: one record a job, made of records that
 * jobs share.
 */
@NullMarked
package io.leeway.jobs.options;

import org.jspecify.annotations.NullMarked;
