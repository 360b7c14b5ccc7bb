package io.lokitempo.lab.start;

import io.lokitempo.lab.shop.ShopEnvironment;
import io.lokitempo.lab.shop.ShopRunner;
import io.lokitempo.lab.shop.ShopSettings;
import io.lokitempo.lab.standin.LokiStandIn;
import io.lokitempo.lab.standin.StandInLimits;
import io.lokitempo.lab.standin.TempoStandIn;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shop and the stand-ins that it pushes into, as one process: they keep nothing, so whenever they begin anew it has to
 * tell its history again. Arguments: the ports of Loki and Tempo, the shop's folder, the log file.
 */
final class ShopProgram implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShopProgram.class);

    // A day of the shop, in about 200 MB.
    private static final StandInLimits KEPT =
            new StandInLimits(Duration.ofDays(1), 1_000_000, 400_000, Duration.ofSeconds(30));

    /** How long the shop's history may take to arrive, and how close to now it then is. */
    private static final Duration HISTORY = Duration.ofMinutes(2);

    private static final Duration PRESENT = Duration.ofSeconds(10);

    private final LokiStandIn loki;
    private final TempoStandIn tempo;
    private final ShopRunner shop;

    private ShopProgram(LokiStandIn loki, TempoStandIn tempo, ShopRunner shop) {
        this.loki = loki;
        this.tempo = tempo;
        this.shop = shop;
    }

    public static void main(String[] args) {
        LabProgram.run(
                Path.of(args[3]),
                () -> start(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Path.of(args[2]), System.getenv()));
    }

    /** Returns when the history is told. Until then the stand-ins say that they are starting, as the real servers do. */
    static ShopProgram start(int lokiPort, int tempoPort, Path folder, Map<String, String> environment)
            throws InterruptedException {
        AtomicBoolean open = new AtomicBoolean();
        LokiStandIn loki = LokiStandIn.start("127.0.0.1", lokiPort, KEPT, open::get);
        TempoStandIn tempo = TempoStandIn.start("127.0.0.1", tempoPort, KEPT, open::get);
        LOG.info("stands in for Loki on {} and for Tempo on {}", loki.url(), tempo.url());
        ShopRunner shop = ShopRunner.start(settings(loki, tempo, folder, environment));
        LOG.info("the shop is open: it tells its history, then what happens each second");
        awaitHistory(shop);
        open.set(true);
        return new ShopProgram(loki, tempo, shop);
    }

    private static ShopSettings settings(
            LokiStandIn loki, TempoStandIn tempo, Path folder, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("LOKI_URL", loki.url().toString());
        all.put("TEMPO_URL", tempo.url().toString());
        all.putIfAbsent("LAB_DATA_DIR", folder.toString());
        // The stand-in takes spans where it answers queries.
        all.putIfAbsent("LAB_OTLP_URL", tempo.url().toString());
        // The stand-ins keep nothing over a restart, and the last audit of a window comes 70 minutes after it.
        all.putIfAbsent("LAB_REPUSH", "80m");
        return ShopEnvironment.read(all);
    }

    /** The analyzer counts closed minutes: history that came after it had passed would be counted late, by revisions. */
    private static void awaitHistory(ShopRunner shop) throws InterruptedException {
        Instant patience = Instant.now().plus(HISTORY);
        while (shop.progress().values().stream().anyMatch(lane -> lane.lag().compareTo(PRESENT) > 0)) {
            if (Instant.now().isAfter(patience)) {
                LOG.warn("the shop's history is still on its way: the analyzer counts it as it arrives");
                return;
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        shop.close();
        tempo.close();
        loki.close();
    }
}
