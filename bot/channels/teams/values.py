"""The few values that Teams needs. `compose` fills them from the settings; tests point the URLs elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

ISSUER = "https://api.botframework.com"
"""Who signs what Teams sends us."""
OPENID_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
SCOPE = "https://api.botframework.com/.default"
LOGIN = "https://login.microsoftonline.com"
IDENTITY_URL = "http://169.254.169.254/metadata/identity/oauth2/token"
"""Where a machine in Azure asks for the token of its managed identity."""

SINGLE_TENANT = "singletenant"
MULTI_TENANT = "multitenant"
MANAGED_IDENTITY = "userassignedmsi"


@dataclass(frozen=True, slots=True)
class TeamsValues:
    """One app registration, and how to reach the services around it."""

    app_id: str
    password: str = ""
    tenant_id: str = ""
    app_type: str = "SingleTenant"
    """What the Azure Bot was made as. MultiTenant bots cannot be made any more; those that exist go on working."""
    tenants: tuple[str, ...] = ()
    """The tenants whose people may talk to the bot, beside `tenant_id`."""
    emulator: bool = False
    """Take unauthenticated events, from this machine only."""
    token_url: str = ""
    openid_url: str = OPENID_URL
    login: str = LOGIN
    """Where tenants give tokens."""
    identity_url: str = IDENTITY_URL
    identity_header: str = ""
    """The secret that Azure App Service puts beside its own identity address."""
    timeout: float = 10.0
    """Seconds without a word from the Bot Connector before a send is doubtful."""

    upload_pause: float = 2.0
    """Seconds before what came of a file's bytes is asked for again; longer each time."""
    upload_timeout: float = 60.0
    """Seconds that a file's bytes may take."""

    @property
    def kind(self) -> str:
        """The app type as Microsoft writes it, in small letters."""
        return self.app_type.strip().lower()

    def lets_in(self, tenant: str) -> bool:
        """Whether people of this tenant may talk to the bot: the home tenant, and those on the list. Only an old
        MultiTenant bot without a list is open to every tenant."""
        if self.kind == MULTI_TENANT and not self.tenants:
            return True
        return tenant.lower() in {known.lower() for known in (self.tenant_id, *self.tenants) if known}

    @property
    def token_address(self) -> str:
        """Where the bot's own token comes from (OAuth client credentials): for a single-tenant bot its home tenant,
        whichever tenant a message goes to."""
        if self.token_url:
            return self.token_url
        tenant = self.tenant_id if self.kind == SINGLE_TENANT and self.tenant_id else "botframework.com"
        return f"{self.login}/{tenant}/oauth2/v2.0/token"
