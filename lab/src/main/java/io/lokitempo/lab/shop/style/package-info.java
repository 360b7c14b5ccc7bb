/**
 * How services write: one class a style. What happened comes in as a {@link io.lokitempo.lab.shop.style.LogEvent}; the
 * line goes out as that logger would have written it, stack trace and all.
 */
@NullMarked
package io.lokitempo.lab.shop.style;

import org.jspecify.annotations.NullMarked;
