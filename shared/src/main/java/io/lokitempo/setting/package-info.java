/**
 * Settings that change while the services run. Records of the settings topic and of a file come in; the newest of each name,
 * with its secret revealed to whoever may know it, goes out.
 */
@NullMarked
package io.lokitempo.setting;

import org.jspecify.annotations.NullMarked;
