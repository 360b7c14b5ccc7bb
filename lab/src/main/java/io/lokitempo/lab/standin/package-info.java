/**
 * Stand-ins for Loki's and Tempo's HTTP APIs, for trying and testing without the servers. Telemetry comes in by the
 * push endpoints of the real ones and stays in memory within {@link io.lokitempo.lab.standin.StandInLimits}; queries are
 * answered with the shapes, limits and errors recorded from Loki 3.7 and Tempo 2.10, and what is not supported is refused
 * by name.
 */
@NullMarked
package io.lokitempo.lab.standin;

import org.jspecify.annotations.NullMarked;
