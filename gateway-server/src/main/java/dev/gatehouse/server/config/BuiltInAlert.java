package dev.gatehouse.server.config;

import static dev.gatehouse.audit.alert.Severity.CRITICAL;
import static dev.gatehouse.audit.alert.Severity.INFO;
import static dev.gatehouse.audit.alert.Severity.WARNING;

import dev.gatehouse.audit.alert.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules that are there without being named, with what they have where the file says nothing else. */
public enum BuiltInAlert {
    FAILED_AUTHENTICATION("failedAuthentication", WARNING),
    ERROR_RATE("errorRate", WARNING),
    REFUSALS("refusals", WARNING),
    FIRST_USE("firstUse", INFO),
    BURST("burst", WARNING),
    UNUSUAL_HOURS("unusualHours", INFO),
    DETECTIONS("detections", WARNING),
    DEFINITION_CHANGED("definitionChanged", WARNING),
    PAYLOADS_READ("payloadsRead", INFO),
    REFUSED_CONFIGURATION("refusedConfiguration", WARNING),
    KILL_SWITCH("killSwitch", WARNING),
    SPOOL_LAG("spoolLag", WARNING),
    SPOOL_FULL("spoolFull", CRITICAL),
    SEAL_LAG("sealLag", WARNING),
    SHIPPING_LAG("shippingLag", WARNING),
    SINK_BEHIND("sinkBehind", WARNING),
    ANCHOR_BEHIND("anchorBehind", WARNING),
    RETENTION_OVERDUE("retentionOverdue", WARNING),
    DEAD_LETTER("deadLetter", WARNING),
    UNSEEN("unseen", WARNING);

    /** How many times as many calls as usual are a burst. */
    public static final int TIMES = 10;

    /** What is looked for unless the file says what. */
    public static final List<String> TYPES = List.of("secret.*", "injection.*");

    private static final Map<String, BuiltInAlert> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(rule -> rule.label, Function.identity()));

    /** What a rule can be told. */
    enum Setting {
        AT_LEAST,
        WITHIN,
        SHARE,
        TIMES,
        LONGER,
        TYPES,
        HOURS
    }

    /** What belongs to a rule. */
    record Settings(Set<Setting> allowed, int atLeast, Duration within, int share, Duration longer) {
        static final Settings NONE = new Settings(Set.of(), 1, Duration.ofMinutes(5), 0, Duration.ZERO);

        static Settings count(int atLeast, Duration within) {
            return new Settings(Set.of(Setting.AT_LEAST, Setting.WITHIN), atLeast, within, 0, Duration.ZERO);
        }

        static Settings longer(Duration longer) {
            return new Settings(Set.of(Setting.LONGER), 1, NONE.within, 0, longer);
        }

        Settings and(Setting more) {
            Set<Setting> all = Stream.concat(allowed.stream(), Stream.of(more)).collect(Collectors.toSet());
            return new Settings(Set.copyOf(all), atLeast, within, share, longer);
        }

        Settings withShare(int percent) {
            return new Settings(allowed, atLeast, within, percent, longer);
        }
    }

    private final String label;
    private final Severity severity;

    BuiltInAlert(String label, Severity severity) {
        this.label = label;
        this.severity = severity;
    }

    private Settings settings() {
        return switch (this) {
            case FAILED_AUTHENTICATION -> Settings.count(10, Duration.ofMinutes(5));
            case ERROR_RATE ->
                Settings.count(20, Duration.ofMinutes(5)).and(Setting.SHARE).withShare(50);
            case REFUSALS -> Settings.count(20, Duration.ofMinutes(5));
            case FIRST_USE -> Settings.longer(Duration.ofDays(30));
            case BURST -> Settings.count(100, Duration.ofMinutes(5)).and(Setting.TIMES);
            case UNUSUAL_HOURS -> Settings.NONE.and(Setting.HOURS);
            case DETECTIONS -> Settings.count(1, Duration.ofMinutes(5)).and(Setting.TYPES);
            case SPOOL_LAG -> Settings.NONE.and(Setting.SHARE).withShare(50);
            case SEAL_LAG -> Settings.longer(Duration.ofMinutes(1));
            case SHIPPING_LAG, ANCHOR_BEHIND -> Settings.longer(Duration.ofMinutes(5));
            case SINK_BEHIND -> Settings.longer(Duration.ofMinutes(10));
            case DEFINITION_CHANGED,
                    PAYLOADS_READ,
                    REFUSED_CONFIGURATION,
                    KILL_SWITCH,
                    SPOOL_FULL,
                    RETENTION_OVERDUE,
                    DEAD_LETTER,
                    UNSEEN -> Settings.NONE;
        };
    }

    public static Optional<BuiltInAlert> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** As the file calls it. */
    public String label() {
        return label;
    }

    public Severity severity() {
        return severity;
    }

    boolean takes(Setting setting) {
        return settings().allowed().contains(setting);
    }

    public int atLeast() {
        return settings().atLeast();
    }

    public Duration within() {
        return settings().within();
    }

    /** In hundredths. */
    public int share() {
        return settings().share();
    }

    public Duration longer() {
        return settings().longer();
    }
}
