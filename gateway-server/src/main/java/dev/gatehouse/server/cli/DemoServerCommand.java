package dev.gatehouse.server.cli;

import dev.gatehouse.server.demo.DemoServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code gatehouse demo-server}: the bundled MCP server on standard input and output, as an upstream child. */
@Command(
        name = "demo-server",
        mixinStandardHelpOptions = true,
        description = "Runs the bundled demo MCP server over stdio. The quick start hosts it as an upstream.",
        footer = {
            "",
            "Example, in a configuration file: upstreams: { demo: { command: gatehouse, args: [demo-server] } }"
        })
final class DemoServerCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        DemoServer.main(new String[0]);
        return ExitCode.OK;
    }
}
