package dev.gatehouse.server.config.bind;

import java.util.List;

/** A value nobody may see. It shows where it came from, never what it is. */
public final class Secret {
    private final String value;
    private final List<Reference> references;

    Secret(String value, List<Reference> references) {
        this.value = value;
        this.references = List.copyOf(references);
    }

    /** The value itself, for the one place that uses it. */
    public String reveal() {
        return value;
    }

    /** Whether any of it came from outside the file. */
    public boolean isReferenced() {
        return !references.isEmpty();
    }

    /** What the references stood for, each by itself. */
    public List<Reference> references() {
        return references;
    }

    /** Equal means the same value, wherever it came from. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "Secret" + references;
    }

    /** One reference and what it stands for. */
    public static final class Reference {
        private final String written;
        private final String value;

        Reference(String written, String value) {
            this.written = written;
            this.value = value;
        }

        public String reveal() {
            return value;
        }

        /** As it stands in the file: {@code ${env:NAME}}. */
        @Override
        public String toString() {
            return written;
        }
    }
}
