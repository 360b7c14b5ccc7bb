/**
 * The shop on paper: its services, what each does when asked, how long that takes, what it logs and how it fails. Tables
 * come in as Java values; a checked {@link io.lokitempo.lab.shop.plan.ShopPlan} goes out. Nothing here runs.
 */
@NullMarked
package io.lokitempo.lab.shop.plan;

import org.jspecify.annotations.NullMarked;
