package dev.gatehouse.audit.alert;

import java.util.Locale;

/** What a rule can look at. */
public enum Field {
    /** Call and round: which outcome belongs to which intent. */
    CALL,
    /** The name of an agent; of people, none. */
    AGENT,
    /** Whoever it was: agent or person, or who administers. */
    PRINCIPAL,
    CLIENT,
    BUNDLE,
    SERVER,
    UPSTREAM,
    /** The name that the client used, of a tool, a prompt or a resource. */
    TOOL,
    /** How a call was refused or ended, why a token was refused, the state of an upstream. */
    DECISION,
    PEER,
    /** What somebody who administers did. */
    ACTION,
    OBJECT,
    DETAIL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
