/**
 * A simulated shop with known incidents. A seed and settings come in; lines, spans and their ground truth go out, as
 * values ({@link io.lokitempo.lab.shop.Shop}) or pushed into Loki and Tempo ({@link io.lokitempo.lab.shop.ShopRunner}).
 */
@NullMarked
package io.lokitempo.lab.shop;

import org.jspecify.annotations.NullMarked;
