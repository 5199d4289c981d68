package dev.gatehouse.transport.wire;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.ObjectWriter;
import dev.gatehouse.core.mcp.FailureCode;
import dev.gatehouse.core.mcp.Implementation;
import dev.gatehouse.core.mcp.McpRequest;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.core.mcp.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns replies into bytes: the one place that knows HTTP statuses and JSON-RPC codes (2026-07-28 basic/index "Error
 * Codes", basic/transports/streamable-http). A result's own bytes are spliced between constant parts, never re-read.
 */
public final class ReplyWriter {
    private final Json serverInfo;
    private final ModernResults modern;
    private final LegacyFit legacy;

    /** @param self what this gateway says of itself */
    public ReplyWriter(Implementation self, OldFields oldFields) {
        this.serverInfo = Json.object()
                .put("name", self.name())
                .put("version", self.version())
                .build();
        this.modern = new ModernResults(serverInfo, supportedVersions());
        this.legacy = new LegacyFit(oldFields);
    }

    /** Every revision served, newest first. */
    public static Json supportedVersions() {
        List<String> names = new ArrayList<>();
        for (ProtocolVersion version : ProtocolVersion.values()) {
            names.addFirst(version.wireName());
        }
        return Json.ofStrings(names);
    }

    /** The reply to one request, in the shape of the revision it was made in. */
    public WireReply write(Json id, McpRequest request, Reply reply) {
        return switch (reply) {
            case Reply.Complete(Json result) -> complete(id, request, result);
            case Reply.Listed listed -> listed(id, request.meta().version(), listed);
            case Reply.InputRequired(Json result) -> WireReply.of(200, modern.inputRequired(id, result));
            case Reply.Task(Json task) -> WireReply.of(200, modern.task(id, request, task));
            case Reply.Subscribed _ -> complete(id, request, Json.EMPTY_OBJECT);
            case Reply.Listening _ -> complete(id, request, NoticeWriter.listened(id));
            case Reply.Failed failed -> failed(id, request, failed);
            case Reply.UpstreamError error -> upstreamError(id, request, error);
        };
    }

    /** A result that is written as it stands. */
    public WireReply result(Json id, Json result) {
        return WireReply.of(200, Envelope.result(id, result));
    }

    public WireReply error(int status, Optional<Json> id, long code, String message) {
        return error(status, id, code, message, Optional.empty());
    }

    /** @param id empty when it could not be read; the error has none then */
    public WireReply error(int status, Optional<Json> id, long code, String message, Optional<Json> data) {
        Json error = Json.object()
                .put("code", code)
                .put("message", message)
                .putJsonIf("data", data)
                .build();
        return WireReply.of(status, Envelope.error(id, error));
    }

    /** For requests that end before the call path: the same table decides. */
    public WireReply failed(Json id, FailureCode code, String message, ProtocolVersion version) {
        return error(Failures.status(code, version), Optional.of(id), Failures.code(code, version), message);
    }

    /** A request that needs a capability its client did not declare with it. */
    public WireReply undeclared(Json id, Json required) {
        return error(
                400,
                Optional.of(id),
                RpcCode.MISSING_CAPABILITY,
                MissingCapability.MESSAGE,
                Optional.of(new MissingCapability(required).data()));
    }

    /** The answers of a batch (2025-03-26 basic/index "Batching"); one that needs no answer is left out. */
    public WireReply batch(List<WireReply> answers) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (WireReply answer : answers) {
            if (answer.hasBody()) {
                parts.add(ascii(parts.isEmpty() ? "[" : ","));
                parts.addAll(answer.parts());
            }
        }
        if (parts.isEmpty()) {
            return WireReply.accepted();
        }
        parts.add(ascii("]"));
        return WireReply.of(200, parts);
    }

    private WireReply complete(Json id, McpRequest request, Json result) {
        if (!result.isObject()) {
            return error(200, Optional.of(id), RpcCode.INTERNAL, "The upstream's result is not an object.");
        }
        if (request.meta().version().isModern()) {
            return WireReply.of(200, modern.complete(id, request, result));
        }
        return result(
                id,
                request instanceof McpRequest.Discover ? initialized(request, result) : legacy.result(request, result));
    }

    private WireReply listed(Json id, ProtocolVersion version, Reply.Listed listed) {
        Json page = version.isModern() ? listed.page().result() : legacy.list(listed.page(), version);
        Json result = listed.nextCursor()
                .map(cursor -> page.with("nextCursor", Json.of(cursor)))
                .orElse(page);
        return version.isModern() ? WireReply.of(200, modern.list(id, result)) : result(id, result);
    }

    private Json initialized(McpRequest request, Json discovered) {
        ObjectWriter result = Json.object()
                .put("protocolVersion", request.meta().version().wireName())
                .put("capabilities", LegacyFit.capabilities(discovered))
                .put("serverInfo", serverInfo);
        return result.putIf("instructions", discovered.text("instructions")).build();
    }

    private WireReply failed(Json id, McpRequest request, Reply.Failed failed) {
        ProtocolVersion version = request.meta().version();
        Optional<Json> data = failed.code() == FailureCode.RESOURCE_NOT_FOUND
                ? Optional.of(named(failed.data(), request))
                : failed.data();
        WireReply reply = error(
                Failures.status(failed.code(), version),
                Optional.of(id),
                Failures.code(failed.code(), version),
                failed.message(),
                data);
        return reply.status() == 503 ? reply.with("Retry-After", Failures.RETRY_AFTER_SECONDS) : reply;
    }

    private WireReply upstreamError(Json id, McpRequest request, Reply.UpstreamError error) {
        boolean isModern = request.meta().version().isModern();
        if (error.code() == RpcCode.MISSING_CAPABILITY) {
            return missing(id, request, MissingCapability.of(error));
        }
        if (error.code() == RpcCode.URL_ELICITATION_LEGACY
                && (isModern || !request.meta().capabilities().elicitationUrl())) {
            return missing(id, request, MissingCapability.TO_VISIT_URLS);
        }
        boolean notFound = request instanceof McpRequest.ResourceRead && RpcCode.saysNotFound(error);
        if (notFound) {
            long code = isModern ? RpcCode.INVALID_PARAMS : RpcCode.RESOURCE_NOT_FOUND_LEGACY;
            return error(200, Optional.of(id), code, error.message(), Optional.of(named(error.data(), request)));
        }
        return error(200, Optional.of(id), RpcCode.passedOn(error.code(), isModern), error.message(), error.data());
    }

    private WireReply missing(Json id, McpRequest request, MissingCapability missing) {
        boolean isModern = request.meta().version().isModern();
        if (isModern && missing.isLackedBy(request.meta().capabilities())) {
            return undeclared(id, missing.required());
        }
        return request instanceof McpRequest.ToolCall
                ? write(id, request, Reply.Complete.toolError(missing.told()))
                : error(200, Optional.of(id), RpcCode.INTERNAL, missing.told());
    }

    /** The data with the URI the client asked for, which is the one it knows. */
    private static Json named(Optional<Json> data, McpRequest request) {
        Json told = data.filter(Json::isObject).orElse(Json.EMPTY_OBJECT);
        return request instanceof McpRequest.Targeted targeted ? told.with("uri", Json.of(targeted.name())) : told;
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
