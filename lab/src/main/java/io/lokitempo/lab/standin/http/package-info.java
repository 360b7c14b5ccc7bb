/**
 * The little HTTP that both stand-ins need. Requests come in from {@code jdk.httpserver}; routes turn them into answers,
 * and refusals into the plain text that Loki and Tempo send.
 */
@NullMarked
package io.lokitempo.lab.standin.http;

import org.jspecify.annotations.NullMarked;
