/**
 * What an operator sets. Environment variables come in through application.yaml; validated records, and the topics they
 * call for, go out, or one list of everything that is wrong.
 */
@NullMarked
package io.lokitempo.analyzer.settings;

import org.jspecify.annotations.NullMarked;
