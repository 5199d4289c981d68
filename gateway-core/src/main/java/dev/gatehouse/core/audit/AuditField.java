package dev.gatehouse.core.audit;

import static dev.gatehouse.core.audit.FieldClass.DROPPED;
import static dev.gatehouse.core.audit.FieldClass.ENCRYPTED;
import static dev.gatehouse.core.audit.FieldClass.HMAC;

import java.util.Locale;
import java.util.Set;

/** Parts of audit records that speak of people. All others stay as they are: without them a record says nothing. */
public enum AuditField {
    /** Names and ids of who calls, asks or changes something, wherever they stand. */
    SUBJECT(HMAC, ENCRYPTED),
    /** Who answers for an agent. */
    OWNER(HMAC, ENCRYPTED, DROPPED),
    /** Addresses; none has a key of its own. */
    PEER(HMAC, DROPPED),
    GROUPS(HMAC, DROPPED),
    /** What something was before a change and after it. */
    CHANGES(ENCRYPTED, DROPPED),
    /** Reasons and details in words. */
    REASONS(DROPPED),
    ARGUMENTS(ENCRYPTED, DROPPED),
    RESULTS(ENCRYPTED, DROPPED),
    /** What an upstream asks in the middle of a call, and what it is answered. */
    QUESTIONS(ENCRYPTED, DROPPED);

    private final boolean hashed;
    private final boolean encrypted;
    private final boolean dropped;

    AuditField(FieldClass... besidesPlain) {
        Set<FieldClass> classes = Set.of(besidesPlain);
        this.hashed = classes.contains(HMAC);
        this.encrypted = classes.contains(ENCRYPTED);
        this.dropped = classes.contains(DROPPED);
    }

    public boolean admits(FieldClass wanted) {
        return switch (wanted) {
            case PLAIN -> true;
            case HMAC -> hashed;
            case ENCRYPTED -> encrypted;
            case DROPPED -> dropped;
        };
    }

    /** As the configuration and records call it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
