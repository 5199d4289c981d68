package dev.gatehouse.transport.pipeline;

import java.util.List;

/** Requests that two parsers could read differently, each with the status it must get. */
record HostileInput(String name, int status, String bytes) {
    static final String HOST = "Host: 127.0.0.1\r\n";
    private static final String POST = "POST /echo HTTP/1.1\r\n" + HOST;
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

    /** What Netty's decoder takes without objection. */
    static final List<HostileInput> ACCEPTED_BY_NETTY = List.of(
            new HostileInput("folded header line", 400, "GET /echo HTTP/1.1\r\n" + HOST + "X: a\r\n b\r\n\r\n"),
            new HostileInput("folded by a tab", 400, "GET /echo HTTP/1.1\r\n" + HOST + "X: a\r\n\tb\r\n\r\n"),
            new HostileInput("no Host", 400, "GET /echo HTTP/1.1\r\nX: a\r\n\r\n"),
            new HostileInput("two Hosts", 400, "GET /echo HTTP/1.1\r\n" + HOST + "Host: localhost\r\n\r\n"),
            new HostileInput("Host with a path", 400, "GET /echo HTTP/1.1\r\nHost: 127.0.0.1/?x=\r\n\r\n"),
            new HostileInput("target names another host", 400, "GET http://b/ HTTP/1.1\r\n" + HOST + "\r\n"),
            new HostileInput("impossible version", 400, "GET /echo HTTP/9.9\r\n" + HOST + "\r\n"),
            new HostileInput("many headers", 431, "GET /echo HTTP/1.1\r\n" + HOST + "a: b\r\n".repeat(500) + "\r\n"),
            new HostileInput("underscore in a name", 400, POST + "content_length: 5\r\nContent-Length: 0\r\n\r\n"),
            new HostileInput("framing field in a trailer", 400, CHUNKED + "1\r\na\r\n0\r\nContent-Length: 9\r\n\r\n"),
            new HostileInput("any trailer", 400, CHUNKED + "1\r\na\r\n0\r\nX: y\r\n\r\n"),
            new HostileInput("non-ASCII target", 400, "GET /\u00e9 HTTP/1.1\r\n" + HOST + "\r\n"),
            new HostileInput(
                    "identity before chunked", 400, POST + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n"),
            new HostileInput("GET with a body", 400, "GET /echo HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc"),
            new HostileInput(
                    "GET with a body nobody announced",
                    400,
                    "GET /echo HTTP/1.1\r\n" + HOST + "Sec-WebSocket-Key1: 1\r\nSec-WebSocket-Key2: 2\r\n\r\n12345678"),
            new HostileInput("two Authorizations", 400, POST + "Authorization: a\r\nAuthorization: b\r\n\r\n"),
            new HostileInput("fragment in the target", 400, "GET /echo#x HTTP/1.1\r\n" + HOST + "\r\n"),
            new HostileInput("asterisk target", 400, "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"));

    /** What Netty's decoder refuses today; a setting or an upgrade could change that. */
    static final List<HostileInput> REFUSED_BY_NETTY = List.of(
            new HostileInput(
                    "length and chunked",
                    400,
                    POST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            new HostileInput("chunked, identity", 400, POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
            new HostileInput("xchunked", 400, POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
            new HostileInput("length twice", 400, POST + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
            new HostileInput("two lengths", 400, POST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"),
            new HostileInput("length +3", 400, POST + "Content-Length: +3\r\n\r\nabc"),
            new HostileInput("length 0x3", 400, POST + "Content-Length: 0x3\r\n\r\nabc"),
            new HostileInput("chunk size overflow", 400, CHUNKED + "100000004\r\nabc\r\n0\r\n\r\n"),
            new HostileInput("chunk size 0_2e", 400, CHUNKED + "0_2e\r\nabc\r\n0\r\n\r\n"),
            new HostileInput("bare LF after an extension", 400, CHUNKED + "1;a=b\na\r\n0\r\n\r\n"),
            new HostileInput("quoted CRLF in an extension", 400, CHUNKED + "1;a=\"\r\n\"\r\na\r\n0\r\n\r\n"),
            new HostileInput("bare LF", 400, "GET /echo HTTP/1.1\nHost: 127.0.0.1\n\n"),
            new HostileInput("NUL in a value", 400, "GET /echo HTTP/1.1\r\n" + HOST + "X: a\0b\r\n\r\n"),
            new HostileInput("bare CR in a value", 400, "GET /echo HTTP/1.1\r\n" + HOST + "X: a\rb\r\n\r\n"),
            new HostileInput("space before the colon", 400, POST + "Content-Length : 3\r\n\r\nabc"),
            new HostileInput(
                    "chunked in HTTP/1.0",
                    400,
                    "POST /echo HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            new HostileInput("space in the target", 400, "GET /ec ho HTTP/1.1\r\n" + HOST + "\r\n"));

    @Override
    public String toString() {
        return name;
    }
}
