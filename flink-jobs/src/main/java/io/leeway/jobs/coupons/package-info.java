/** The evaluation of coupon redemption on The Complete Journey. */
@NullMarked
package io.leeway.jobs.coupons;

import org.jspecify.annotations.NullMarked;
