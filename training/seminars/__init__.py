"""Seminars for staff and guests. Find the theme of your change, then the module, whose first line says what it does.

What a name ends with tells its door: `_views` pages, `_forms` what is typed, `_pages` what a template shows, `_work`
jobs, `_queries` every SELECT, `_letters` what a mail says, `_mailing` to whom it goes. A bare name is verbs or a pure
piece. Whatever gives or takes a seat goes through `seats`. Every module stands here once.

Ground
    tables and rules: models, plan_models, organisation_models, day_models, rules, organisation_rules
    the web of this room: blueprint, hosting, addresses, forms, pages, queries, table_rows
    time and place: times, placing

Seats
    the one door, the queue, invariants: seats, seat_queries, checking, checking_queries
    ask, confirm, give up: views, service, asking, attendees, attendee_queries, work
    what somebody has, in words: seat_words, own_pages, visit_pages
    swap one seat for another: own_views, own_forms, swapping, swap_queries, own_queries

Admission
    who may register, and why not: admission, admitting
    a manager agrees: approval_views, approval_forms, approval_pages, approving, approval_queries
    offers of a seat: offering, offer_queries
    the security team's hand: override_views, override_forms, override_pages, overriding, override_queries
    its mails and job: admission_letters, admission_mailing, admission_work

Planning
    the desk, a seminar, a date: desk_views, desk_forms, desk_pages, session_links, planning, plan_queries,
        roster_queries
    terms, the life of a date, the archive: plan_views, plan_forms, plan_pages, terms, editing, publishing,
        publishing_queries
    a series: series, series_pages, recurrence
    move, fewer seats, call off: moving_views, moving_pages, moving, shrinking, shrinking_queries, calling_off
    whom a change touches: impact_queries, standing_queries
    trainers, materials, costs: support_views, support_forms, support_pages, trainers, trainer_queries, materials,
        material_queries, costs, cost_queries
    kits: kit_views, kit_pages, kit_queries
    mails about changes: planning_letters, planning_mail

Organisations
    the desk's side: organisation_views, organisation_forms, organisation_pages, organisation_rows, organisation_queries
    a contact's pages: contact_views, contact_forms, contact_pages, contact_hosting, contact_queries, contacts
    blocks of seats: blocks, block_queries, block_pages, block_work, holding
    colleagues: colleagues, naming
    codes: codes, code_asking, code_pages, invitation_views
    its mails: contact_letters, contact_mailing, contact_telling

Day
    a trainer's pages, the door: holding_views, holding_forms, holding_pages, holding_queries, telephone, passes
    checking in, walk-ins: checking_in, checkin_queries, merging, walk_ins
    the register, signing, closing: register_views, register_pages, attendance, closing, closing_queries, credits
    paper: paper_views, paper_pages
    its mails: day_letters, day_mailing

What people tell us
    questions, answers, needs: wish_views, wish_forms, wish_pages, wish_queries, wish_work, questions, questioning,
        needs
    tell me when it is held: interest_views, interest_forms, interest_pages, interest, interest_queries,
        interest_letters
    demand: demand_views, demand_pages, demand_queries
    feedback: feedback_views, feedback_forms, feedback_pages, feedback, feedback_queries, feedback_letters

Public
    the list: listing_pages, listing_queries
    feeds, the frame: public_views, public_answers, feeds, feed_queries
    search engines, sharing: linked_data, sharing
    somebody's own calendar: own_date_queries

Privacy
    what is kept, and for how long: retention_views, retention_forms, retention_pages, retention, retention_queries
    a guest's own data: own_data_views, own_data_pages, own_data, own_data_queries

Mail
    what every mail is made of: letters, mailing, calendar, calendar_files, job_host, mail_limit
    reminders: reminding, reminder_queries, reminder_letters, reminder_work
    declining in the calendar: replies, reply_queries, reply_work, declining
    is this mail from us: mail_check_views, mail_check_forms, mail_check_pages, mail_checking
"""
