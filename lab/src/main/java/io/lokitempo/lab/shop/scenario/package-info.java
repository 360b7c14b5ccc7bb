/**
 * What goes wrong, when, and what should be noticed. A seed or an origin comes in; scenarios and their ground truth go
 * out. What a scenario does to requests is the simulation's business.
 */
@NullMarked
package io.lokitempo.lab.shop.scenario;

import org.jspecify.annotations.NullMarked;
