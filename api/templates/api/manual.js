{% load i18n %}{% get_current_language as LANGUAGE_CODE %}
// What Swagger UI leaves unsaid to those who listen: the language, the level of its headings, its landmarks.
document.documentElement.lang = "{{ LANGUAGE_CODE|escapejs }}";
const SAID = [
  ["h3.opblock-tag, .models h4", "aria-level", "2"],
  [".information-container", "role", "banner"],
  [".scheme-container", "role", "region"],
  [".scheme-container", "aria-label", "Server"],
  ["#servers", "aria-label", "Server"],
];
new MutationObserver(() => {
  for (const [selector, name, value] of SAID) {
    for (const element of document.querySelectorAll(selector)) {
      element.setAttribute(name, value);
    }
  }
}).observe(document.body, { childList: true, subtree: true });
{% include "drf_spectacular/swagger_ui.js" %}
