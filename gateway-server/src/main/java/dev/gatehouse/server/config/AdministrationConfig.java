package dev.gatehouse.server.config;

import dev.gatehouse.server.config.bind.Doc;

/** Who administers the whole gateway. Each bundle names its own `admins` and `approvers`. */
public record AdministrationConfig(
        @Doc("Who may do everything, besides whoever has the machine and those who were made owners at run time.")
        PeopleConfig owners,

        @Doc("Who sees everything that the admin API shows, and changes nothing.")
        PeopleConfig auditors) {}
