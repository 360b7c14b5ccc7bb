/**
 * The whole system by one command: Kafka, PostgreSQL, the shop and the two services as processes beside this one. Settings come in; a
 * running installation goes out, and nothing is left of it but its data when this process ends.
 */
@NullMarked
package io.lokitempo.lab.start;

import org.jspecify.annotations.NullMarked;
