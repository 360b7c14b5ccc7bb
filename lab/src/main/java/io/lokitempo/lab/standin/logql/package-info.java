/**
 * LogQL as values. Query text comes in; a tree of sealed types goes out, or a refusal worded and placed as Loki's parser
 * does.
 *
 * @see <a href="https://grafana.com/docs/loki/latest/query/">LogQL</a>
 */
@NullMarked
package io.lokitempo.lab.standin.logql;

import org.jspecify.annotations.NullMarked;
