package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.ByteSize;
import dev.gatehouse.server.config.bind.Default;
import dev.gatehouse.server.config.bind.Doc;
import dev.gatehouse.server.config.bind.Within;

/** The processes that run policy scripts. There are none while no rule has a script. */
public record ScriptsConfig(
        @Doc(
                "How many scripts run at the same time; one process more stands by. Scripts that fetch have as many of their own.")
        @Default("2")
        @Within(min = "1", max = "32")
        int workers,

        @Doc("The heap of each; the process takes some 100 MiB more. A script that needs more denies.")
        @Default("96MiB")
        @Within(min = "64MiB", max = "1024MiB")
        ByteSize memory) {}
