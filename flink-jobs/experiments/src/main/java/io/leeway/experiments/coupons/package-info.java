/** The evaluation of coupon redemption on The Complete Journey. */
@NullMarked
package io.leeway.experiments.coupons;

import org.jspecify.annotations.NullMarked;
