package dev.gatehouse.transport.face;

import dev.gatehouse.core.call.Admission;
import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.identity.AccessToken;
import dev.gatehouse.core.mcp.ServerName;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.transport.era.Session;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Those who were let in once and stay: whether they still may, asked of the revision in force. */
final class Guests implements LiveSessions.Residence {
    private final Doorkeeper doorkeeper;
    private final Supplier<Revision> revision;
    private final CallPath records;
    private final AtomicInteger changes = new AtomicInteger();

    Guests(Doorkeeper doorkeeper, Supplier<Revision> revision, CallPath records) {
        this.doorkeeper = doorkeeper;
        this.revision = revision;
        this.records = records;
    }

    /** Somebody may have lost access. */
    void accessChanged() {
        changes.incrementAndGet();
    }

    /** Another number each time somebody may have lost access. */
    int changes() {
        return changes.get();
    }

    /** Empty when the same principal would not be let in with that token now, or would find nothing. */
    Optional<Admission.Admitted> again(Admission.Admitted before, Optional<AccessToken> token) {
        Admission now = doorkeeper.admit(revision.get(), before.server().name().value(), token, before.peer());
        return now instanceof Admission.Admitted again
                ? Optional.of(again)
                        .filter(who ->
                                who.principal().key().equals(before.principal().key()))
                        .filter(who -> doorkeeper.mayStay(
                                who.revision(), who.principal(), who.server().name()))
                : Optional.empty();
    }

    @Override
    public boolean mayStay(Session session) {
        return doorkeeper.mayStay(revision.get(), session.principal(), new ServerName(session.server()));
    }

    @Override
    public void shownOut(Session session) {
        records.shownOut(session.principal(), new ServerName(session.server()), "session");
    }

    /** @param how the session ended before its time */
    void left(Session session, String how) {
        records.sessionEnded(session.id(), session.principal(), new ServerName(session.server()), how);
    }

    /** The stream of somebody who was not admitted again ends. */
    void shownOut(Admission.Admitted listener) {
        records.shownOut(listener.principal(), listener.server().name(), "stream");
    }
}
