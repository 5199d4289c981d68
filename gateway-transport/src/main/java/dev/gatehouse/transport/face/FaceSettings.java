package dev.gatehouse.transport.face;

import dev.gatehouse.transport.http.HttpLimits;
import dev.gatehouse.transport.stream.StreamLimits;
import dev.gatehouse.transport.wire.OldFields;
import java.time.Duration;

/**
 * What the MCP face needs to know besides the revision.
 *
 * @param publicUrl scheme and authority clients reach this gateway by, without a slash at the end
 * @param callTimeout from the arrival of a request to its reply
 * @param bodyBytesMax of one post; larger is 413
 * @param oldFields what clients of earlier revisions get of members those do not know
 * @param streams what streams may take
 */
public record FaceSettings(
        String publicUrl, Duration callTimeout, int bodyBytesMax, OldFields oldFields, StreamLimits streams) {
    /** Where a browser is sent that opens the URL of a virtual server; the server's name follows. */
    public static final String PAGES = "/connect/";

    public static final Duration CALL_TIMEOUT_DEFAULT = Duration.ofSeconds(60);

    public static FaceSettings of(String publicUrl) {
        return new FaceSettings(
                publicUrl,
                CALL_TIMEOUT_DEFAULT,
                HttpLimits.DEFAULT.body().bytesMax(),
                OldFields.KEPT,
                StreamLimits.DEFAULT);
    }
}
