package dev.gatehouse.auth.egress;

import java.time.Duration;
import java.util.Optional;

/** What became of fetching a URL. The reasons are ours and quote nothing that was received. */
public sealed interface Fetched {

    /** @param maxAge how long its server says it stays true; empty when it does not say, zero when not at all */
    record Document(byte[] body, Optional<Duration> maxAge) implements Fetched {}

    /** Nothing was sent: the URL, or an address of its host, is one that nobody may make us visit. */
    record Forbidden(String why) implements Fetched {}

    /** Its server answered, but with no document. */
    record NoDocument(String why) implements Fetched {}

    /** No answer, or one that says to come back later. */
    record Unreachable(String why) implements Fetched {}

    /** Not tried: too much is being fetched, or has been for this peer. */
    record TooMany(String why) implements Fetched {}
}
