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
    app_type: str = "MultiTenant"
    tenants: tuple[str, ...] = ()
    """Whose people may talk to the bot; empty: with SingleTenant and managed identity only `tenant_id`, else all."""
    emulator: bool = False
    """Take unauthenticated events, from this machine only."""
    token_url: str = ""
    openid_url: str = OPENID_URL
    identity_url: str = IDENTITY_URL
    identity_header: str = ""
    """The secret that Azure App Service puts beside its own identity address."""
    timeout: float = 10.0
    """Seconds without a word from the Bot Connector before a send is doubtful."""

    @property
    def kind(self) -> str:
        """The app type as Microsoft writes it, in small letters."""
        return self.app_type.strip().lower()

    @property
    def allowed_tenants(self) -> frozenset[str]:
        """The tenant allow-list; empty means all."""
        if self.tenants:
            return frozenset(tenant.lower() for tenant in self.tenants)
        if self.kind in (SINGLE_TENANT, MANAGED_IDENTITY) and self.tenant_id:
            return frozenset({self.tenant_id.lower()})
        return frozenset()

    @property
    def token_address(self) -> str:
        """Where the bot's own token comes from (OAuth client credentials)."""
        if self.token_url:
            return self.token_url
        tenant = self.tenant_id if self.kind == SINGLE_TENANT and self.tenant_id else "botframework.com"
        return f"{LOGIN}/{tenant}/oauth2/v2.0/token"
