package io.lokitempo.lab.shop;

import io.lokitempo.lab.shop.plan.ShopPlan;
import io.lokitempo.lab.shop.scenario.GroundTruth;
import io.lokitempo.lab.shop.scenario.Scenario;
import io.lokitempo.lab.shop.scenario.Schedule;
import io.lokitempo.telemetry.TimeWindow;
import io.lokitempo.topic.FindingJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends a line of JSON when a scenario begins and when it ends. */
final class TruthFile {
    private final Path file;
    private final Schedule schedule;

    TruthFile(Path file, Schedule schedule) {
        this.file = file;
        this.schedule = schedule;
    }

    /** Writes what began or ended in the window. */
    void passed(TimeWindow window) {
        for (Scenario scenario : schedule.during(window)) {
            if (window.contains(scenario.onset())) {
                append(GroundTruth.of("begin", scenario, ShopPlan.shop()));
            }
            if (window.contains(scenario.end())) {
                append(GroundTruth.of("end", scenario, ShopPlan.shop()));
            }
        }
    }

    private void append(GroundTruth truth) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(
                    file,
                    FindingJson.MAPPER.writeValueAsString(truth) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(file + " cannot be written", unwritable);
        }
    }
}
