/**
 * Secrets at rest. A password and the installation's key come in; text that may be stored and sent goes out, and back.
 */
@NullMarked
package io.lokitempo.secret;

import org.jspecify.annotations.NullMarked;
