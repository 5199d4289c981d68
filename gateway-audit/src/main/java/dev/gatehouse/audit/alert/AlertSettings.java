package dev.gatehouse.audit.alert;

import dev.gatehouse.core.notice.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is watched and who is told.
 *
 * @param repeat how long what goes on is not told again
 */
public record AlertSettings(List<AlertRule> rules, Duration repeat, Map<String, Channel> channels) {
    public static final AlertSettings NOTHING = new AlertSettings(List.of(), Duration.ofHours(1), Map.of());

    public AlertSettings {
        rules = List.copyOf(rules);
        channels = Map.copyOf(channels);
    }
}
