package dev.gatehouse.policy.decision;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The way to a decision point. Redirects are not followed and answers are bounded. */
@FunctionalInterface
public interface DecisionHttp {
    /** Where nobody can be asked. */
    DecisionHttp NONE = (_, _, _, _) -> {
        throw new IOException("nobody can be asked here");
    };

    /** @throws IOException when there is no answer in time, or one that is too long */
    Reply post(URI url, Map<String, String> headers, byte[] body, Duration within) throws IOException;

    record Reply(int status, byte[] body) {}
}
