package dev.gatehouse.server.cli;

import dev.gatehouse.core.json.Json;
import dev.gatehouse.core.json.JsonSyntaxException;
import dev.gatehouse.core.mcp.ProtocolVersion;
import dev.gatehouse.server.gateway.Quickstart;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gatehouse call}: one governed tool call, as any agent would make it: token first, then the call. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = "Calls a tool through the gateway that `gatehouse up` started.",
        footer = {"", "Example: gatehouse call demo_echo '{\"message\":\"hi\"}'", ExitCode.TEXT})
final class CallCommand implements Callable<Integer> {
    @Parameters(index = "0", description = "the tool's public name")
    private String tool;

    @Parameters(index = "1", arity = "0..1", defaultValue = "{}", description = "arguments, a JSON object")
    private String arguments;

    @Option(
            names = "--env-file",
            defaultValue = "data/quickstart.env",
            description = "where `up` wrote url and credentials (default: ${DEFAULT-VALUE})")
    private Path envFile;

    @Mixin
    private OutputOption output;

    @Override
    public Integer call() {
        try {
            Json parsed = Json.read(arguments);
            Quickstart quickstart = Quickstart.read(envFile);
            return show(callTool(quickstart, token(quickstart), parsed));
        } catch (JsonSyntaxException e) {
            return output.fail(ExitCode.USAGE, "the arguments are not JSON: " + Terminal.messageOf(e));
        } catch (DeniedException e) {
            return output.fail(ExitCode.DENIED, Terminal.messageOf(e));
        } catch (IOException e) {
            return output.fail(
                    ExitCode.UNREACHABLE,
                    "No gateway answers (" + Terminal.messageOf(e) + "). Is `gatehouse up` running, and is " + envFile
                            + " its file?");
        }
    }

    private static String token(Quickstart quickstart) throws IOException, DeniedException {
        String basic = Base64.getEncoder()
                .encodeToString(
                        (quickstart.clientId() + ":" + quickstart.clientSecret()).getBytes(StandardCharsets.UTF_8));
        Gateways.Answer answer = Gateways.send(
                "POST",
                quickstart.tokenUrl(),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "Authorization", "Basic " + basic),
                "grant_type=client_credentials&resource="
                        + URLEncoder.encode(quickstart.mcpUrl(), StandardCharsets.UTF_8));
        return answer.json()
                .text("access_token")
                .orElseThrow(() -> new DeniedException("no token (status " + answer.status() + "): " + answer.body()));
    }

    private Json callTool(Quickstart quickstart, String token, Json parsed) throws IOException, DeniedException {
        String version = ProtocolVersion.LATEST.wireName();
        Json meta = Json.object()
                .put("io.modelcontextprotocol/protocolVersion", version)
                .put("io.modelcontextprotocol/clientCapabilities", Json.EMPTY_OBJECT)
                .build();
        Json params = Json.object()
                .put("name", tool)
                .put("arguments", parsed)
                .put("_meta", meta)
                .build();
        Json request = Json.object()
                .put("jsonrpc", "2.0")
                .put("id", 1)
                .put("method", "tools/call")
                .put("params", params)
                .build();
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "Accept",
                "application/json, text/event-stream",
                "Authorization",
                "Bearer " + token,
                "MCP-Protocol-Version",
                version,
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                tool);
        Gateways.Answer answer = Gateways.send("POST", quickstart.mcpUrl(), headers, request.toString());
        return answer.json()
                .member("result")
                .orElseThrow(() -> new DeniedException("status " + answer.status() + ": " + answer.body()));
    }

    private int show(Json result) {
        String text = result.member("content").stream()
                .flatMap(content -> content.elements().stream())
                .map(block -> block.text("text").orElse(block.toString()))
                .collect(Collectors.joining("\n"));
        output.print(Terminal.safe(text), result);
        return result.member("isError").flatMap(Json::bool).orElse(false) ? ExitCode.DENIED : ExitCode.OK;
    }

    private static final class DeniedException extends Exception {
        private static final long serialVersionUID = 1L;

        DeniedException(String message) {
            super(message);
        }
    }
}
