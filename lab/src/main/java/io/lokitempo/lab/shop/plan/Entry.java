package io.lokitempo.lab.shop.plan;

/**
 * Something customers ask for.
 *
 * @param share of all root requests; the shares of a plan add up to 1
 */
public record Entry(String service, String operation, String front, double share) {}
