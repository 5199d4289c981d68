package dev.gatehouse.policy.detect.command;

import java.util.List;
import java.util.Locale;

/** What takes away data, systems or their defences. */
final class Destruction {
    private static final List<String> SCRIPTED = List.of(
            "rmtree('/",
            "rmtree(\"/",
            "rmsync('/",
            "rmsync(\"/",
            "unlink glob",
            "dropdatabase(",
            "remove-item -recurse");

    private Destruction() {}

    static boolean is(Simple command) {
        return overwrites(command)
                || switch (command.program()) {
                    case "rm" -> removes(command);
                    case "find" ->
                        command.has("-delete")
                                && command.operands().stream().limit(1).anyMatch(Paths::isVital)
                                && !isHere(command);
                    case "dd" ->
                        command.arguments().stream()
                                .anyMatch(word -> word.startsWith("of=") && Paths.isDisk(word.substring(3)));
                    case "wipefs", "lvremove", "vgremove", "userdel", "fork-bomb", "dropdb" -> true;
                    case "zpool", "zfs" -> command.has("destroy");
                    case "blkdiscard",
                            "sgdisk",
                            "sfdisk",
                            "parted",
                            "mdadm",
                            "cryptsetup",
                            "format-volume",
                            "clear-disk",
                            "vssadmin" -> Disks.isLost(command);
                    case "mysqladmin" -> command.has("drop", "shutdown");
                    case "remove-item", "rd", "rmdir", "del" -> removesElsewhere(command);
                    case "shred" -> true;
                    case "truncate" -> command.operands().stream().anyMatch(Paths::isSystem);
                    case "mv" -> command.operands().contains("/dev/null");
                    case "chmod", "chown" ->
                        isRecursive(command)
                                && command.operands().stream().skip(1).anyMatch(Paths::isSystem);
                    case "kill" -> command.has("-1") && command.arguments().size() > 1;
                    case "killall", "pkill" -> command.has("-9", "-KILL", "-SIGKILL");
                    case "shutdown", "reboot", "halt", "poweroff" -> true;
                    case "init", "telinit" -> command.has("0", "6");
                    case "systemctl", "service" -> stopsService(command);
                    case "iptables", "ip6tables", "nft" -> command.has("-F", "--flush", "flush");
                    case "ufw" -> command.has("disable", "reset");
                    case "setenforce" -> command.has("0");
                    case "crontab" -> command.hasLetter('r');
                    case "rsync" ->
                        command.has("--delete", "--delete-before", "--delete-after")
                                && last(command).startsWith("/");
                    case "history" -> command.hasLetter('c');
                    case "git" -> git(command);
                    case "redis-cli" ->
                        command.arguments().stream()
                                .anyMatch(
                                        word -> word.equalsIgnoreCase("flushall") || word.equalsIgnoreCase("flushdb"));
                    case "npm" -> command.has("unpublish");
                    default -> command.program().startsWith("mkfs") || clouds(command) || scripted(command);
                };
    }

    private static boolean overwrites(Simple command) {
        boolean isOntoDisk = command.redirects().stream().anyMatch(to -> to.isOutput() && Paths.isDisk(to.target()));
        boolean isEmptied = (command.words().isEmpty() || command.program().equals(":"))
                && command.redirects().stream().anyMatch(to -> to.sign().equals(">") && Paths.isSystem(to.target()));
        return isOntoDisk || isEmptied;
    }

    private static boolean isRecursive(Simple command) {
        return command.hasLetter('r') || command.hasLetter('R') || command.has("--recursive");
    }

    private static boolean removes(Simple command) {
        List<String> targets = command.operands();
        boolean isAll = isRecursive(command) && targets.stream().anyMatch(Paths::isVital);
        boolean isFedFromSearch = command.isFed() && targets.isEmpty();
        boolean isSystemFile =
                targets.stream().anyMatch(target -> Paths.isSystem(target) && !target.startsWith("/var/tmp/"));
        boolean isTrace = targets.stream().anyMatch(target -> target.endsWith("_history"));
        return command.has("--no-preserve-root")
                || isAll
                || isFedFromSearch
                || isSystemFile
                || isTrace
                || targets.stream().anyMatch(target -> target.startsWith("/home/") || target.equals("/home"));
    }

    /** As Windows writes it: a drive's letter, or a variable of the system's. */
    private static boolean removesElsewhere(Simple command) {
        boolean isAll = command.arguments().stream()
                .anyMatch(word -> word.toLowerCase(Locale.ROOT).matches("-recurse|-r|/s"));
        return isAll && command.operands().stream().anyMatch(word -> word.matches("(?i)[a-z]:.*|\\$env:.*|%.*|/"));
    }

    private static boolean isHere(Simple find) {
        return find.operands().getFirst().equals(".");
    }

    private static String last(Simple command) {
        return command.words().getLast();
    }

    private static boolean stopsService(Simple command) {
        List<String> shared = List.of(
                "postgres",
                "mysql",
                "mariadb",
                "firewalld",
                "ufw",
                "auditd",
                "sshd",
                "docker",
                "apparmor",
                "fail2ban",
                "mongod",
                "redis");
        return command.has("stop", "disable", "mask")
                && command.operands().stream().anyMatch(unit -> shared.stream().anyMatch(unit::startsWith));
    }

    private static boolean git(Simple command) {
        if (command.has("push")) {
            return command.has("--force", "-f", "--delete", "--mirror")
                    || command.operands().stream().anyMatch(word -> word.startsWith(":") || word.startsWith("+"));
        }
        return (command.has("clean")
                        && command.hasLetter('f')
                        && command.operands().stream().skip(1).anyMatch(Paths::isVital))
                || command.has("filter-branch");
    }

    private static boolean clouds(Simple command) {
        return switch (command.program()) {
            case "kubectl" -> kubectl(command);
            case "helm" -> command.has("uninstall", "delete");
            case "terraform", "tofu", "pulumi", "cdk" -> command.has("destroy");
            case "docker", "podman" -> docker(command);
            case "docker-compose" -> command.has("down") && command.has("-v", "--volumes");
            case "aws" -> aws(command);
            case "gcloud", "az" -> command.has("delete", "purge");
            case "gsutil" -> command.has("rm", "rb") && command.hasLetter('r');
            case "gh" -> command.has("repo") && command.has("delete");
            default -> false;
        };
    }

    private static boolean kubectl(Simple command) {
        boolean isWhole = command.has("namespace", "namespaces", "ns", "--all", "pvc", "pv", "node", "nodes", "crd");
        boolean isStopped = command.has("scale") && command.has("--all") && command.has("--replicas=0");
        return (command.has("delete") && isWhole) || command.has("drain") || isStopped;
    }

    private static boolean docker(Simple command) {
        boolean isAllContainers = command.has("rm") && command.line().contains("$(");
        return (command.has("prune") && command.hasLetter('a'))
                || (command.has("volume") && command.has("rm", "prune"))
                || isAllContainers
                || (command.has("compose") && command.has("down") && command.has("-v", "--volumes"));
    }

    private static boolean aws(Simple command) {
        boolean isBucket =
                command.has("s3") && (command.has("rb") || (command.has("rm") && command.has("--recursive")));
        return isBucket
                || command.operands().stream()
                        .anyMatch(word -> word.startsWith("delete-") || word.startsWith("terminate-"));
    }

    private static boolean scripted(Simple command) {
        String line = command.line().toLowerCase(Locale.ROOT);
        return (Programs.INTERPRETERS.contains(command.program())
                        && SCRIPTED.stream().anyMatch(line::contains))
                || (command.program().startsWith("mongo")
                        && (line.contains("dropdatabase") || line.contains(".drop(")));
    }
}
