package io.lokitempo.lab.shop;

import io.lokitempo.lab.shop.scenario.Schedule;
import java.time.ZoneId;

/**
 * How busy the shop is, where it is, and what happens to it.
 *
 * @param requestsPerSecond root requests at the mean of the week, above 0
 * @param zone of its days and weeks
 */
public record ShopConfig(double requestsPerSecond, ZoneId zone, Schedule schedule) {
    public ShopConfig {
        if (!(requestsPerSecond > 0)) {
            throw new IllegalArgumentException(requestsPerSecond + " requests/s: more than 0 is accepted");
        }
    }
}
