package dev.gatehouse.server.config.yaml;

import java.util.List;

/** A value of the file before anybody says what it means. It may be secret, so {@code toString} shows no values. */
public sealed interface YamlNode {
    Position at();

    /** What it is, for messages. */
    String kind();

    record Mapping(Position at, List<Entry> entries) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    record Sequence(Position at, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * @param plain without quotes, so that it may be a number or a truth
     * @param empty nothing was written, or {@code null} or {@code ~}
     */
    record Scalar(Position at, String text, boolean plain, boolean empty) implements YamlNode {
        @Override
        public String kind() {
            return empty ? "nothing" : "a single value";
        }

        @Override
        public String toString() {
            return "Scalar[" + at + "]";
        }
    }

    /** @param at where the key stands */
    record Entry(Position at, String key, YamlNode value) {}
}
