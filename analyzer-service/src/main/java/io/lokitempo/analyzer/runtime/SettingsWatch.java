package io.lokitempo.analyzer.runtime;

import io.lokitempo.setting.ChangedSettings;
import io.lokitempo.setting.SettingNames;
import io.lokitempo.setting.SettingSecrets;
import io.lokitempo.setting.SettingsFile;
import io.lokitempo.setting.SettingsTopic;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the settings topic while the analyzer runs. A change of what is muted takes effect at once; one of what is read by
 * asks to begin anew, once, so that pollers, ledgers and clients of the old servers end before those of the new ones begin.
 */
public final class SettingsWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsWatch.class);
    /** A change of server, user and password is three records: all of them shall be there at the new beginning. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final ChangedProperties begunWith;
    private final SettingSecrets secrets;
    private final SettingsFile file;
    private final Muting muting;
    private final String environmentsMuting;
    private final SettingsTopic topic;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean beginAnew;

    SettingsWatch(
            ChangedProperties begunWith,
            SettingSecrets secrets,
            SettingsFile file,
            Muting muting,
            String environmentsMuting,
            SettingsTopic topic) {
        this.begunWith = begunWith;
        this.secrets = secrets;
        this.file = file;
        this.muting = muting;
        this.environmentsMuting = environmentsMuting;
        this.topic = topic;
    }

    SettingsWatch start() {
        topic.follow(this::heard);
        return this;
    }

    void heard(ChangedSettings told) {
        ChangedSettings all = begunWith.getSource().with(told);
        try {
            file.write(all);
        } catch (UncheckedIOException e) {
            LOG.warn("changed settings are not kept for a start without Kafka: {}", e.getMessage());
        }
        muting.change(all.values().getOrDefault(SettingNames.MUTE_ANOMALIES, environmentsMuting));
        if (!beginAnew && !new ChangedProperties(all, secrets).readsAs(begunWith)) {
            beginAnew = true;
            LOG.info("the servers to read or the sign-in were changed: the analyzer begins anew with them");
            ended.countDown();
        }
    }

    /**
     * Waits until settings changed that call for a new beginning, or until this is closed.
     *
     * @return whether to begin anew
     */
    public boolean awaitNewBeginning() throws InterruptedException {
        ended.await();
        if (beginAnew) {
            Thread.sleep(SETTLING);
        }
        return beginAnew;
    }

    @Override
    public void close() {
        topic.close();
        ended.countDown();
    }
}
