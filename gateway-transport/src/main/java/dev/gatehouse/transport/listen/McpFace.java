package dev.gatehouse.transport.listen;

import dev.gatehouse.core.call.CallPath;
import dev.gatehouse.core.call.Clocks;
import dev.gatehouse.core.call.Doorkeeper;
import dev.gatehouse.core.identity.Sealer;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.revision.Revision;
import dev.gatehouse.transport.era.Eras;
import dev.gatehouse.transport.era.LogLevels;
import dev.gatehouse.transport.wire.ReplyWriter;
import io.netty.handler.codec.http.HttpMethod;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The MCP endpoint {@code /vmcp/{server}/mcp} for both eras. The GET stream and the {@code /sse} endpoint are not served
 * yet: GET is answered 405, which clients take for "no stream".
 */
public final class McpFace {
    private final Supplier<Revision> revision;
    private final Doorkeeper doorkeeper;
    private final Conversation conversation;
    private final Challenges challenges;
    private final FaceSettings settings;
    private final LongAdder noticesDropped = new LongAdder();

    /**
     * @param revision the revision in force; asked once per request, which keeps the answer
     * @param sealer seals legacy session ids; with the same keys they outlive a restart
     * @param self what clients are told of this gateway
     */
    public McpFace(
            Supplier<Revision> revision,
            Doorkeeper doorkeeper,
            CallPath callPath,
            Sealer sealer,
            Implementation self,
            Clocks clocks,
            FaceSettings settings,
            SessionWatch sessionWatch) {
        this.revision = revision;
        this.doorkeeper = doorkeeper;
        this.challenges = new Challenges(settings.publicUrl());
        this.settings = settings;
        ReplyWriter writer = new ReplyWriter(self);
        this.conversation = new Conversation(
                new Eras(sealer, clocks, LogLevels.NONE, writer),
                callPath,
                writer,
                clocks,
                settings.callTimeout(),
                sessionWatch,
                noticesDropped);
    }

    /** Notifications of upstreams that reached no client; they travel with streams, which come later. */
    public long noticesDropped() {
        return noticesDropped.sum();
    }

    Destination destination(HttpMethod method, String server) {
        return new McpDestination(this, method, server);
    }

    Revision revision() {
        return revision.get();
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    Conversation conversation() {
        return conversation;
    }

    Challenges challenges() {
        return challenges;
    }

    FaceSettings settings() {
        return settings;
    }
}
