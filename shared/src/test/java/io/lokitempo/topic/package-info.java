@org.jspecify.annotations.NullMarked
package io.lokitempo.topic;
