package dev.gatehouse.transport.client.rpc;

import dev.gatehouse.core.policy.Deadline;
import dev.gatehouse.core.upstream.UpstreamCall;
import dev.gatehouse.core.upstream.UpstreamEvent;
import dev.gatehouse.core.upstream.UpstreamReply;

/** Waits for answers to the gateway's own questions. */
public final class Replies {
    private Replies() {}

    /** Waits for the end of a call and closes it; an upstream that wants to ask something first has no answer for us. */
    public static UpstreamReply await(UpstreamCall call, Deadline deadline) {
        try (call) {
            while (true) {
                switch (call.next(deadline)) {
                    case UpstreamEvent.Done done -> {
                        return done.reply();
                    }
                    case UpstreamEvent.Noticed _, UpstreamEvent.Crowded _ -> {
                        // The gateway asked for no progress, and can only wait.
                    }
                    case UpstreamEvent.Asked _ -> {
                        return new UpstreamReply.Lost(UpstreamReply.Cause.MALFORMED, true, "it asks for input");
                    }
                }
            }
        }
    }
}
