package dev.gatehouse.policy.detect.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What asks for more rights than the caller has, or gives them away. */
final class Privilege {
    private static final Set<String> GROUPS =
            Set.of("sudo", "wheel", "docker", "root", "admin", "adm", "lxd", "disk", "shadow");

    private Privilege() {}

    static boolean is(Simple command) {
        boolean isSudoers = command.redirects().stream()
                .anyMatch(to -> to.isOutput()
                        && (to.target().startsWith("/etc/sudoers")
                                || to.target().startsWith("/proc/sys/")));
        return isSudoers
                || switch (command.program()) {
                    case "sudo", "doas", "pkexec", "su", "runas", "runuser", "gosu", "su-exec", "setpriv", "newgrp" ->
                        !command.has("--help", "--version", "-V");
                    case "visudo", "nsenter", "unshare", "capsh", "chroot", "insmod", "modprobe", "setcap" -> true;
                    case "setfacl", "icacls", "takeown" ->
                        command.operands().stream().anyMatch(path -> Paths.isSystem(path) || path.contains("Windows"));
                    case "tee" -> command.operands().stream().anyMatch(path -> path.startsWith("/etc/sudoers"));
                    case "chmod" -> opens(command);
                    case "install" ->
                        command.arguments().stream().anyMatch(mode -> mode.matches("[0-7]?[2-7][0-7]{3}"));
                    case "usermod", "gpasswd", "adduser" ->
                        command.arguments().stream()
                                        .anyMatch(word -> Arrays.stream(word.split(",", -1))
                                                .anyMatch(GROUPS::contains))
                                || (command.has("-u") && command.has("0"));
                    case "docker", "podman" -> escapes(command);
                    case "kubectl" -> cluster(command);
                    case "aws" ->
                        command.has("assume-role")
                                || (command.has("iam")
                                        && command.operands().stream()
                                                .anyMatch(word -> word.matches("(attach|put|create|add|update)-.*")));
                    case "gcloud" ->
                        command.operands().stream().anyMatch(word -> word.endsWith("iam-policy-binding"))
                                || (command.has("keys") && command.has("create"));
                    case "az" -> command.has("role", "ad") && command.has("create", "add", "create-for-rbac");
                    case "gh" -> command.has("api") && command.line().contains("/collaborators/");
                    case "net" -> command.has("localgroup") && command.has("/add");
                    case "start-process" ->
                        command.line().toLowerCase(Locale.ROOT).contains("runas");
                    case "set-executionpolicy" -> command.line().matches("(?i).*(unrestricted|bypass).*");
                    case "mount" -> command.line().contains("remount") || (command.has("--bind") && command.has("/"));
                    case "systemd-run" -> command.has("--uid=0", "--uid=root");
                    case "sysctl" -> command.has("-w");
                    default -> false;
                };
    }

    /** The set-user-ID bit, or writing for everybody where the system lives. */
    private static boolean opens(Simple command) {
        String mode = command.operands().isEmpty() ? "" : command.operands().getFirst();
        boolean isOctal = mode.chars().allMatch(c -> c >= '0' && c <= '7');
        boolean isSetId = isOctal
                ? mode.length() >= 4 && mode.charAt(mode.length() - 4) >= '2'
                : mode.indexOf('+') >= 0 && mode.indexOf('s', mode.indexOf('+')) > 0;
        boolean isOpen = mode.matches("0?[0-7][0-7][2367]|[ugoa]*[oa][ugoa]*[+=][rxX]*w[rxX]*");
        return isSetId || (isOpen && command.operands().stream().skip(1).anyMatch(Paths::isSystem));
    }

    private static boolean escapes(Simple command) {
        return command.has("run", "create", "exec")
                && command.arguments().stream()
                        .anyMatch(word -> word.equals("--privileged")
                                || word.matches("(-v|--volume=)?/(etc|root|proc|sys|boot|dev)?:.*")
                                || word.startsWith("--pid=host")
                                || word.startsWith("--cap-add")
                                || word.endsWith("unconfined")
                                || word.contains("docker.sock"));
    }

    private static boolean cluster(Simple command) {
        boolean isBinding = command.has("create", "edit", "patch")
                && command.has("clusterrolebinding", "rolebinding", "clusterrole", "role");
        boolean isNode = command.has("debug") && command.operands().stream().anyMatch(word -> word.startsWith("node/"));
        return isBinding || isNode || command.arguments().stream().anyMatch(word -> word.startsWith("--as=system:"));
    }
}
