"""Where the pages stand, in each language, and the files that are the same in all of them."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from frontend.about.views import about
from frontend.accounts import account, administrators, invitations
from frontend.accounts.confirming import confirm
from frontend.accounts.keys import SignInWithKey
from frontend.accounts.second_factor import second_factor
from frontend.accounts.sign_in import AskForCode, EnterCode, SignIn
from frontend.alerts import views as alert_pages
from frontend.crossings import fragments as crossing_parts
from frontend.crossings.figures import figures_file
from frontend.crossings.opportunities import sheet
from frontend.crossings.views import crossings
from frontend.data.dcat import catalogue
from frontend.data.views import data, robots, site_map
from frontend.embed.views import embed, oembed
from frontend.following.atom import changes
from frontend.home.directory import directory
from frontend.home.moved import moved
from frontend.home.viewport import in_view
from frontend.home.views import home
from frontend.importing import deciding as import_decisions
from frontend.importing import views as import_pages
from frontend.mail import views as mail_pages
from frontend.map.views import basemap, outlines
from frontend.networks.views import network, networks
from frontend.offline.keeping import elsewhere, everything, worker
from frontend.offline.manifest import manifest
from frontend.paper.views import printed
from frontend.peers import deciding as peer_deciding
from frontend.peers import files as peer_files
from frontend.peers import views as peer_pages
from frontend.place.photos import photo_file
from frontend.place.views import place
from frontend.site.days import told_day
from frontend.site.former_words import in_words_of_today
from frontend.site.sharing import qr
from frontend.suggestions import views as suggestions
from frontend.suggestions.speed import sample as speed_sample
from frontend.workshop import carried as workshop_carried
from frontend.workshop import desk as workshop_desk
from frontend.workshop import making as workshop_making
from frontend.workshop import moderation as workshop_moderation
from frontend.workshop import public as workshop_pages
from frontend.workshop import room as workshop_room
from frontend.workshop import screen as workshop_screen
from frontend.workshop.kept import taken_away
from frontend.workshop.room_addresses import room_addresses
from frontend.workshop.room_map import room_map
from frontend.workspace import history
from frontend.workspace import network as network_pages
from frontend.workspace import people as people_pages
from frontend.workspace import photos as photo_pages
from frontend.workspace import suggestions as suggested
from frontend.workspace import tokens as token_pages
from frontend.workspace import views as workspace_pages
from frontend.workspace import webhooks as webhook_pages
from frontend.workspace.addresses import addresses
from frontend.workspace.bin import bin_page, brought_back
from frontend.workspace.duplicates import doubted_again, duplicates
from frontend.workspace.edit import edit
from frontend.workspace.hours import hours
from frontend.workspace.merging import merging
from frontend.workspace.new_place import new_place
from frontend.workspace.presence import presence

# In French at these addresses, in any other language under its code: /en/reseaux/.
pages = (
    [
        path("", in_words_of_today(home), name="home"),
        path("lieux/<slug:slug>/", place, name="place"),
        path("reseaux/", networks, name="networks"),
        path("reseaux/<slug:slug>/", network, name="network"),
        path("croisements/", in_words_of_today(crossings), name="crossings"),
        path("croisements/reunion/", in_words_of_today(sheet), name="chances"),
        path("ateliers/", workshop_pages.workshops, name="workshops"),
        path("ateliers/<slug:code>/", workshop_pages.workshop, name="workshop"),
        path("a/<slug:code>/", workshop_room.room, name="room"),
        path("ecran/<slug:code>/", workshop_screen.screen, name="screen"),
        path("donnees/", data, name="data"),
        path("embed/", in_words_of_today(embed), name="embed"),
        path("imprimer/", in_words_of_today(printed), name="print"),
        path("contact/", about, {"page": "contact"}, name="contact"),
        path("mentions-legales/", about, {"page": "legal"}, name="legal"),
        path("accessibilite/", about, {"page": "accessibility"}, name="accessibility"),
        path("vie-privee/", about, {"page": "privacy"}, name="privacy"),
        path("changements.atom", in_words_of_today(changes), name="feed"),
        path("manifest.webmanifest", manifest, name="manifest"),
        path("hors-ligne/", elsewhere, name="elsewhere"),
        path("hors-ligne.json", everything, name="everything"),
    ],
    "frontend",
)

# Parts of pages in the language of their page, which the browser asks for alone. They are no page to be shared.
fragments = (
    [
        path("croisements/changements/", in_words_of_today(crossing_parts.changes), name="changes"),
        path("croisements/annee/", in_words_of_today(crossing_parts.year), name="year"),
        path("croisements/possibles/", in_words_of_today(crossing_parts.opportunities), name="opportunities"),
        path("dates/", told_day, name="day"),
        path("vue/", in_words_of_today(in_view), name="view"),
    ],
    "fragments",
)

# Where anyone helps, without an account.
suggesting = (
    [
        path("signaler/", suggestions.report, name="report"),
        path("proposer/", suggestions.propose, name="propose"),
        path("signalements/<uuid:uuid>/", suggestions.followed, name="followed"),
    ],
    "suggestions",
)

# Where one asks to be told by mail of what changes, and stops it.
alerts = (
    [
        path("alertes/", in_words_of_today(alert_pages.new), name="new"),
        path("alertes/demandee/", alert_pages.asked_for, name="asked"),
        path("alertes/toutes/<str:token>/", alert_pages.everything, name="all"),
        path("alertes/<str:token>/", alert_pages.one, name="one"),
    ],
    "alerts",
)

# Where the links of mails lead.
mail = (
    [
        path("rappels/<str:token>/", mail_pages.reminder, name="reminder"),
        path("courriels/<str:token>/", mail_pages.leave, name="leave"),
    ],
    "mail",
)

# Where people sign in, under the names that django-allauth leads to.
accounts = [
    path("connexion/", AskForCode.as_view(), name="account_login"),
    path("connexion/", AskForCode.as_view(), name="account_request_login_code"),
    path("connexion/code/", EnterCode.as_view(), name="account_confirm_login_code"),
    path("connexion/mot-de-passe/", SignIn.as_view(), name="password"),
    path("connexion/cle/", SignInWithKey.as_view(), name="key"),
    path("connexion/confirmer/", confirm, name="confirm"),
    path("connexion/second-facteur/", second_factor, name="second-factor"),
    path("invitations/<str:token>/", invitations.accepting, name="invitation"),
]

# Where the directory is kept true, by those who sign in: in both languages, and kept by no browser.
workspace = (
    [
        path("espace/", workspace_pages.home, name="home"),
        path("espace/deconnexion/", LogoutView.as_view(next_page="frontend:home"), name="sign-out"),
        path("espace/annuler/<int:key>/", workspace_pages.taken_back, name="take-back"),
        path("espace/ateliers/", workshop_making.workshops, name="workshops"),
        path("espace/ateliers/<int:key>/", workshop_making.workshop, name="workshop"),
        path("espace/ateliers/<int:key>/pupitre/", workshop_desk.desk, name="desk"),
        path("espace/ateliers/<int:key>/montrer/", workshop_desk.shown, name="show"),
        path("espace/ateliers/<int:key>/supposer/", workshop_desk.supposed, name="suppose"),
        path("espace/ateliers/<int:key>/recolte/", workshop_carried.carried, name="carried-room"),
        path("espace/ateliers/<int:key>/salle/", workshop_moderation.moderation, name="moderation"),
        path("espace/ateliers/<int:key>/salle/<int:number>/", workshop_moderation.decided, name="decide"),
        path("espace/ateliers/<int:key>/etat/", workshop_making.moved, name="move-workshop"),
        path("espace/ateliers/<int:key>/supprimer/", workshop_making.deleted, name="delete-workshop"),
        path("espace/ateliers/<int:key>/ordre/", workshop_making.arranged, name="arrange-scenes"),
        path("espace/ateliers/<int:key>/copier/", workshop_making.copied, name="copy-scenes"),
        path("espace/ateliers/<int:key>/fichier/", workshop_making.as_file, name="workshop-file"),
        path("espace/ateliers/<int:key>/scenes/", workshop_making.new_scene, name="new-scene"),
        path("espace/ateliers/<int:key>/scenes/<int:number>/", workshop_making.scene, name="scene"),
        path(
            "espace/ateliers/<int:key>/scenes/<int:number>/retirer/",
            workshop_making.scene_deleted,
            name="delete-scene",
        ),
        path("espace/corbeille/", bin_page, name="bin"),
        path("espace/corbeille/<int:number>/restaurer/", brought_back, name="bring-back"),
        path("espace/doublons/", duplicates, name="duplicates"),
        path("espace/doublons/<int:key>/annuler/", doubted_again, name="doubt-again"),
        path("espace/adresses/", addresses, name="addresses"),
        path("espace/horaires/", hours, name="hours"),
        path("espace/lieux/<slug:slug>/", edit, name="edit"),
        path("espace/lieux/<slug:slug>/fermer/", history.closed, name="close"),
        path("espace/lieux/<slug:slug>/fusionner/", merging, name="merge"),
        path("espace/lieux/<slug:slug>/historique/", history.history, name="history"),
        path("espace/lieux/<slug:slug>/historique/<int:change>/annuler/", history.undone, name="undo"),
        path("espace/lieux/<slug:slug>/presence/", presence, name="presence"),
        path("espace/lieux/<slug:slug>/photos/", photo_pages.photos, name="photos"),
        path("espace/lieux/<slug:slug>/photos/<int:key>/retirer/", photo_pages.removed, name="remove-photo"),
        path("espace/lieux/<slug:slug>/photos/<int:key>/en-premier/", photo_pages.first, name="first-photo"),
        path("espace/lieux/<slug:slug>/photos/<int:key>/deplacer/", photo_pages.moved, name="move-photo"),
        path("espace/lieux/<slug:slug>/photos/<int:key>/mots/", photo_pages.said, name="say-of-photo"),
        path("espace/reseaux/<slug:slug>/", network_pages.network, name="network"),
        path("espace/reseaux/<slug:slug>/atelier/", workshop_making.new_workshop, name="new-workshop"),
        path("espace/reseaux/<slug:slug>/nouveau/", new_place, name="new-place"),
        path("espace/reseaux/<slug:slug>/vus/", network_pages.seen, name="seen"),
        path("espace/reseaux/<slug:slug>/garant/", network_pages.vouched, name="vouched"),
        path("espace/reseaux/<slug:slug>/garant/<int:key>/annuler/", network_pages.unsaid, name="unsaid"),
        path("espace/reseaux/<slug:slug>/ajouter/<slug:place>/", network_pages.joined, name="joined"),
        path("espace/reseaux/<slug:slug>/quitter/<int:key>/", network_pages.left, name="left"),
        path("espace/reseaux/<slug:slug>/fichiers/", import_pages.imports, name="imports"),
        path("espace/reseaux/<slug:slug>/fichiers/relire/", import_pages.read_once_more, name="read-again"),
        path("espace/fichiers/<int:key>/", import_pages.one_import, name="import"),
        path("espace/fichiers/<int:key>/decider/", import_decisions.decided, name="decide-import"),
        path("espace/fichiers/<int:key>/mots/", import_decisions.taught, name="teach-import"),
        path("espace/fichiers/<int:key>/appliquer/", import_pages.applied, name="apply-import"),
        path("espace/fichiers/<int:key>/annuler/", import_pages.taken_back, name="take-back-import"),
        path("espace/fichiers/<int:key>/oublier/", import_pages.dropped, name="drop-import"),
        path("espace/pairs/", peer_pages.peers, name="peers"),
        path("espace/pairs/<int:key>/", peer_pages.peer, name="peer"),
        path("espace/pairs/<int:key>/ecart/", peer_deciding.finding, name="finding"),
        path("espace/pairs/<int:key>/revoir/", peer_deciding.asked_again, name="ask-again"),
        path("espace/pairs/<int:key>/ensemble/", peer_deciding.decided_together, name="decide-together"),
        path("espace/pairs/<int:key>/relire/", peer_pages.read_peer_again, name="read-peer-again"),
        path("espace/pairs/<int:key>/corrections.<slug:form>", peer_files.corrections, name="corrections"),
        path("espace/personnes/", people_pages.people, name="people"),
        path("espace/personnes/<slug:kind>/<int:key>/terminer/", people_pages.ended, name="end-stay"),
        path("espace/suggestions/", suggested.suggestions, name="suggestions"),
        path("espace/suggestions/<int:key>/", suggested.suggestion, name="suggestion"),
        path("espace/suggestions/<int:key>/photo.webp", suggested.photo, name="suggested-photo"),
        path("espace/compte/", account.account, name="account"),
        path("espace/compte/langue/", account.language, name="language"),
        path("espace/compte/cles/", account.new_key, name="new-key"),
        path("espace/compte/cles/<int:key>/retirer/", account.key_removed, name="remove-key"),
        path("espace/compte/sessions/<int:key>/fermer/", account.session_ended, name="end-session"),
        path("espace/compte/sessions/autres/fermer/", account.others_ended, name="end-others"),
        path("espace/administrateurs/", administrators.listed, name="administrators"),
        path("espace/administrateurs/<int:key>/code/", administrators.code_given, name="opening-code"),
        path("espace/invitations/", invitations.invitations, name="invitations"),
        path("espace/invitations/<int:key>/retirer/", invitations.withdrawn, name="withdraw"),
        path("espace/invitations/<int:key>/renvoyer/", invitations.sent_again, name="send-again"),
        path("espace/jetons/", token_pages.tokens, name="tokens"),
        path("espace/jetons/<int:key>/revoquer/", token_pages.revoked, name="revoke"),
        path("espace/appels/", webhook_pages.webhooks, name="webhooks"),
        path("espace/appels/<int:key>/", webhook_pages.webhook, name="webhook"),
        path("espace/appels/<int:key>/dire/", webhook_pages.told, name="tell-webhook"),
        path("espace/appels/<int:key>/secret/", webhook_pages.rotated, name="rotate-webhook"),
        path("espace/appels/<int:key>/<int:number>/", webhook_pages.sent_again, name="send-again-webhook"),
        path("espace/<slug:slug>/", workspace_pages.queue, name="queue"),
    ],
    "workspace",
)

# They speak no language, and have one address.
files = (
    [
        path("robots.txt", robots, name="robots"),
        path("sitemap.xml", site_map, name="sitemap"),
        path("donnees/catalogue.jsonld", catalogue, name="catalogue"),
        path("annuaire.json", directory, name="directory"),
        path("annuaire/changes.json", moved, name="moved"),
        path("oembed", oembed, name="oembed"),
        path("qr.svg", qr, name="qr"),
        path("photos/<slug:file>-<int:width>.webp", photo_file, name="photo"),
        path("fond-de-carte.geojson", basemap, name="basemap"),
        path("communes.geojson", outlines, name="outlines"),
        path("croisements/chiffres.json", figures_file, name="figures"),
        path("ecran/<slug:code>.json", workshop_screen.state, name="stage"),
        path("a/<slug:code>/carte.json", room_map, name="room-map"),
        path("a/<slug:code>/adresses.json", room_addresses, name="room-addresses"),
        path("a/<slug:code>.json", workshop_room.shown, name="room-shown"),
        path("ateliers/<slug:code>.<slug:form>", taken_away, name="taken-away"),
        path("service-worker.js", worker, name="worker"),
        path("debit.bin", speed_sample, name="speed"),
    ],
    "files",
)
