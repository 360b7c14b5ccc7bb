/**
 * The stand-in for Loki. Pushes come in and are kept by tenant and stream; LogQL comes in and lines, series and metadata go
 * out as Loki's JSON.
 */
@NullMarked
package io.lokitempo.lab.standin.loki;

import org.jspecify.annotations.NullMarked;
