package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Programs that install, apply or run what lies at an address. */
final class Installs {
    private static final List<String> ADDRESSES =
            List.of("http://", "https://", "git+http", "git+ssh:", "git://", "ftp://");

    private static final Set<String> OTHER_FETCHERS = Set.of("certutil", "bitsadmin");

    private Installs() {}

    static boolean is(Simple command) {
        return switch (command.program()) {
            case "pip", "pip3", "npm", "pnpm", "yarn", "gem", "helm", "bun" ->
                isElsewhere(command) && command.has("install", "i", "add", "upgrade");
            case "npx", "crontab", "mshta", "ansible-pull" -> isElsewhere(command) || isScript(command);
            case "kubectl" -> isElsewhere(command) && command.has("apply", "create") && command.has("-f");
            case "deno" -> isElsewhere(command) && command.has("run");
            case "terraform", "tofu" -> isElsewhere(command) && command.has("init");
            case "go" -> command.has("run") && command.operands().stream().anyMatch(Installs::isHosted);
            case "rundll32" -> isScript(command);
            case "regsvr32" -> command.line().contains("/i:http");
            default -> false;
        };
    }

    private static boolean isElsewhere(Simple command) {
        return command.arguments().stream().anyMatch(Installs::isAddress);
    }

    private static boolean isScript(Simple command) {
        return command.line().toLowerCase(Locale.ROOT).contains("javascript:");
    }

    /** Programs made for something else that fetch files. */
    static boolean fetches(Simple command) {
        return OTHER_FETCHERS.contains(command.program())
                && command.arguments().stream().anyMatch(Installs::isAddress);
    }

    private static boolean isAddress(String word) {
        String value = word.startsWith("-") ? word.substring(word.indexOf('=') + 1) : word;
        return ADDRESSES.stream().anyMatch(value::startsWith);
    }

    /** {@code example.org/cmd@latest}: a package by its address and not by its place in the tree. */
    private static boolean isHosted(String word) {
        int slash = word.indexOf('/');
        return slash > 0 && !word.startsWith(".") && word.lastIndexOf('.', slash) > 0;
    }
}
