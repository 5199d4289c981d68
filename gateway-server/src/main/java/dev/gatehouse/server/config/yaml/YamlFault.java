package dev.gatehouse.server.config.yaml;

/** The text cannot be read any further. Never leaves this package. */
final class YamlFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position at;

    YamlFault(Position at, String message) {
        super(message);
        this.at = at;
    }

    Position at() {
        return at;
    }
}
