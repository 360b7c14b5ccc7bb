/**
 * What goes wrong in the field, on purpose and from a seed: a known load and a plan of faults come in; an analyzer's whole
 * installation goes through them, and out comes how what PostgreSQL holds then differs from what was pushed.
 */
@NullMarked
package io.lokitempo.lab.fault;

import org.jspecify.annotations.NullMarked;
