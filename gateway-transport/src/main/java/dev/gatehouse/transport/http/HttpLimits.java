package dev.gatehouse.transport.http;

import java.time.Duration;

/**
 * What a listener takes before it says no. {@link #DEFAULT} suits an edge; the parts can be changed one group at a time.
 *
 * @param inFlightMax requests being answered at once; one more gets 503
 */
public record HttpLimits(Head head, Body body, Connection connection, Http2 http2, int inFlightMax) {

    public static final HttpLimits DEFAULT = new HttpLimits(
            new Head(4 * 1024, 16 * 1024, 100, Duration.ofSeconds(10)),
            new Body(4 * 1024 * 1024, Duration.ofSeconds(30), Duration.ofSeconds(1)),
            new Connection(10_000, 256, Duration.ofSeconds(60), Duration.ofSeconds(5), 10_000, 16, 64 * 1024),
            new Http2(100, 64 * 1024, 100, 8, 1_000, 100, Duration.ofSeconds(30)),
            4_096);

    /**
     * @param lineBytesMax the request line; longer is 414
     * @param bytesMax all header lines together; more is 431
     * @param fieldsMax how many header lines; more is 431
     * @param time from the first byte to the end of the headers; longer is 408
     */
    public record Head(int lineBytesMax, int bytesMax, int fieldsMax, Duration time) {}

    /**
     * @param bytesMax for MCP; endpoints have limits of their own. Larger is 413
     * @param time from the end of the headers to the end of the body; longer is 408
     * @param budgetWait how long reading stops for want of memory before 503
     */
    public record Body(int bytesMax, Duration time, Duration budgetWait) {}

    /**
     * @param max connections of this listener; one more is closed
     * @param perAddressMax connections of one client address, trusted proxies excepted
     * @param idle without a request under way
     * @param requestsMax on one connection; the last one is answered with {@code Connection: close}
     * @param pipelinedMax requests waiting behind the one being answered; one more closes the connection
     * @param pipelinedBytesMax what those requests hold together; more closes the connection
     */
    public record Connection(
            int max,
            int perAddressMax,
            Duration idle,
            Duration handshake,
            int requestsMax,
            int pipelinedMax,
            int pipelinedBytesMax) {}

    /**
     * @param windowBytes flow control window of one stream
     * @param resetsMax streams a client may reset per {@code window}
     * @param smallContinuationsMax small CONTINUATION frames of one header block
     * @param controlQueueMax control frames that wait to be written
     * @param controlFramesMax PING, SETTINGS and PRIORITY frames per {@code window}; more ends the connection
     */
    public record Http2(
            int streamsMax,
            int windowBytes,
            int resetsMax,
            int smallContinuationsMax,
            int controlQueueMax,
            int controlFramesMax,
            Duration window) {}

    public HttpLimits withHead(Head changed) {
        return new HttpLimits(changed, body, connection, http2, inFlightMax);
    }

    public HttpLimits withBody(Body changed) {
        return new HttpLimits(head, changed, connection, http2, inFlightMax);
    }

    public HttpLimits withConnection(Connection changed) {
        return new HttpLimits(head, body, changed, http2, inFlightMax);
    }

    public HttpLimits withInFlightMax(int changed) {
        return new HttpLimits(head, body, connection, http2, changed);
    }
}
