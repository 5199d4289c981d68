package dev.gatehouse.auth.token;

import dev.gatehouse.auth.proof.ClientCheck;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditJournal;
import dev.gatehouse.core.audit.AuditUnavailableException;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Flood;
import dev.gatehouse.core.http.Answer;
import java.util.Optional;

/** Records refusals of the token endpoint, a flood of them summed up. */
final class RefusedTokens {
    private final AuditJournal journal;
    private final Clocks clocks;
    private final Flood flood;

    RefusedTokens(AuditJournal journal, Clocks clocks) {
        this.journal = journal;
        this.clocks = clocks;
        this.flood = new Flood(clocks);
    }

    /** What a client gets that did not prove who it is. */
    Answer answer(ClientCheck.Refused unproved, String peer) {
        OAuthError error = OAuthError.of(unproved);
        record(unproved.clientId(), error, unproved.reason(), peer);
        return error.answer();
    }

    /** Nobody got a token, so a journal that cannot take the event changes nothing for the client; the count is kept. */
    void record(Optional<String> clientId, OAuthError error, String reason, String peer) {
        long count = flood.admit();
        if (count == 0) {
            return;
        }
        try {
            var _ = journal.append(
                    new AuditEvent.TokenRefused(clocks.now(), clientId, error.code().word, reason, peer, count));
        } catch (AuditUnavailableException e) {
            flood.addBack(count);
        }
    }
}
