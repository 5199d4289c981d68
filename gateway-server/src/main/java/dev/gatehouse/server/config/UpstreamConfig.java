package dev.gatehouse.server.config;

import dev.gatehouse.core.pin.UpdatePolicy;
import dev.gatehouse.core.upstream.UpstreamSpec;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.KeyKind;
import dev.gatehouse.server.config.bind.Keys;
import dev.gatehouse.server.config.bind.MayRefer;
import dev.gatehouse.server.config.bind.NotYet;
import dev.gatehouse.server.config.bind.Secret;
import dev.gatehouse.server.config.bind.Within;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An MCP server behind the gateway: a child process that speaks over its pipes, or a URL. */
@NotYet({"credentials"})
public record UpstreamConfig(
        @Doc("Program of a child that speaks MCP on stdin and stdout; with a slash, relative to `cwd`. This or `url`.")
        Optional<String> command,

        @Doc("Arguments of the child. Other users of the machine can read them: give secrets through `env`.") @MayRefer
        List<Secret> args,

        @Doc("Environment of the child, besides `HOME`, `LANG`, `LOGNAME`, `PATH`, `SHELL`, `TERM` and `USER`;"
                + " nothing else of the gateway's environment reaches it. Values that look like secrets must be"
                + " references.")
        @Keys(KeyKind.VARIABLE)
        Map<String, Secret> env,

        @Doc("Working directory of the child.") @Default(".")
        Path cwd,

        @Doc("The least separation the child must have; where the machine cannot give it, the child does not start."
                + " `process`: own process group and a scrubbed environment. `user`: also an own user id."
                + " `sandbox`: also no view of the gateway's files and processes.")
        @Default("process")
        UpstreamSpec.Isolation isolation,

        @Doc("Address of a server that speaks Streamable HTTP or HTTP+SSE. This or `command`.") @MayRefer
        Optional<URI> url,

        @Doc("Headers sent with every request. Values that look like secrets must be references.") @Keys(KeyKind.HEADER)
        Map<String, Secret> headers,

        @Doc(
                "The protocol era: `modern` (2026-07-28 and later), `legacy` (`initialize` and sessions), `sse` (HTTP+SSE of"
                        + " 2024-11-05, only with `url`), or found out.")
        @Default("auto")
        Transport transport,

        @Doc("How long one call may take, from the send to the answer.")
        @Default("60s")
        @Within(min = "100ms", max = "1h")
        Duration timeout,

        @Doc("Calls in work at one time; more are refused at once.") @Default("256") @Within(min = "1", max = "10000")
        int concurrency,

        @Doc(
                "What becomes of tools, prompts, resources and instructions that are new or other than before. `auto`: taken, and"
                        + " recorded. `approve`: hidden until `gatehouse pin approve`. `freeze`: hidden, and not to be approved.")
        @Default("auto")
        UpdatePolicy updates) {

    /** Everything that says how it is reached: what that leaves alone keeps its conversation and its lists. */
    UpstreamConfig reached() {
        return new UpstreamConfig(
                command, args, env, cwd, isolation, url, headers, transport, timeout, concurrency, UpdatePolicy.AUTO);
    }

    /** Without the URL, which may hold what a reference stood for. */
    @Override
    public String toString() {
        return "UpstreamConfig[" + command.map(program -> "command " + program).orElse("url") + "]";
    }

    /** What may be demanded of the wire. */
    public enum Transport {
        AUTO,
        MODERN,
        LEGACY,
        SSE
    }
}
