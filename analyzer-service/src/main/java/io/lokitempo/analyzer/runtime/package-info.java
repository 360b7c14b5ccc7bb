/**
 * Obeys settings that change while the services run. Records of the settings topic, or of the file that stands in for it,
 * come in; properties that go before the environment's, a wish to begin anew, and rules of what is muted go out.
 */
@NullMarked
package io.lokitempo.analyzer.runtime;

import org.jspecify.annotations.NullMarked;
