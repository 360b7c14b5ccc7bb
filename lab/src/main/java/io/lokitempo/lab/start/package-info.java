/**
 * The whole system by one command: Kafka in this process, PostgreSQL and the two services beside it. Settings come in; a
 * running installation goes out, and nothing is left of it but its data when this process ends.
 */
@NullMarked
package io.lokitempo.lab.start;

import org.jspecify.annotations.NullMarked;
