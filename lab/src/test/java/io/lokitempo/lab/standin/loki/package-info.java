/** Tests of the stand-ins beyond what the contract asks of every server. */
@NullMarked
package io.lokitempo.lab.standin.loki;

import org.jspecify.annotations.NullMarked;
