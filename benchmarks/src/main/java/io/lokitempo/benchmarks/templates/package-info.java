/**
 * Yardsticks of template mining. Log files with known groups come in; the miner's groups, their agreement with the known ones
 * and its speed go out.
 */
@NullMarked
package io.lokitempo.benchmarks.templates;

import org.jspecify.annotations.NullMarked;
