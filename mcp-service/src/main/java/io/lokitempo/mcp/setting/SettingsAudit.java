package io.lokitempo.mcp.setting;

import io.lokitempo.setting.SettingNames;
import io.lokitempo.topic.Setting;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed which setting when, in the log and in the database; of a secret that it was changed, never to what. Rare, so
 * that each change connects anew, beside the pool, which only reads.
 */
final class SettingsAudit {
    private static final Logger log = LoggerFactory.getLogger(SettingsAudit.class);
    private static final String PATIENCE_SECONDS = "3";

    private final String url;
    private final Properties login = new Properties();

    SettingsAudit(String url, String user, String password) {
        this.url = url;
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("connectTimeout", PATIENCE_SECONDS);
        login.setProperty("loginTimeout", PATIENCE_SECONDS);
        login.setProperty("socketTimeout", PATIENCE_SECONDS);
    }

    /** Keeps the rows of one change together; empty, or why there are none in the database. */
    String keep(List<Setting> changes) {
        changes.forEach(change -> log.info("{} set {}", change.changedBy(), detail(change)));
        try (Connection database = DriverManager.getConnection(url, login)) {
            database.setAutoCommit(false);
            for (Setting change : changes) {
                write(database, change);
            }
            database.commit();
            return "";
        } catch (SQLException e) {
            String words = e.getMessage() == null
                    ? ""
                    : e.getMessage().lines().findFirst().orElse("");
            return "the database took no audit row: " + words;
        }
    }

    private static void write(Connection database, Setting change) throws SQLException {
        Timestamp at = Timestamp.from(change.changedAt());
        try (PreparedStatement current = database.prepareStatement("""
            insert into runtime_setting (name, value, changed_at, changed_by) values (?, ?, ?, ?)
            on conflict (name) do update
            set value = excluded.value, changed_at = excluded.changed_at, changed_by = excluded.changed_by
            where runtime_setting.changed_at <= excluded.changed_at
            """)) {
            current.setString(1, change.name());
            current.setString(2, shown(change));
            current.setTimestamp(3, at);
            current.setString(4, change.changedBy());
            current.executeUpdate();
        }
        try (PreparedStatement row = database.prepareStatement(
                "insert into audit (at, client, action, detail) values (?, ?, 'change_setting', ?)")) {
            row.setTimestamp(1, at);
            row.setString(2, change.changedBy());
            row.setString(3, detail(change));
            row.executeUpdate();
        }
    }

    private static String detail(Setting change) {
        String shown = shown(change);
        return change.name() + (shown == null ? " back to the environment's" : " to " + shown);
    }

    /** Null where the setting returned to the environment's. */
    private static @org.jspecify.annotations.Nullable String shown(Setting change) {
        String value = change.value();
        if (value == null) {
            return null;
        }
        return SettingNames.isSecret(change.name()) ? "***" : SettingsException.shown(change.name(), value);
    }
}
